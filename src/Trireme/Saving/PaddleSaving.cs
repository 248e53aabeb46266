using System.Collections;
using Trireme.Formats.Npy;
using Trireme.Formats.Pickle;
using Trireme.Saving;

namespace Trireme;

/// <summary>Saving and loading: members of <see cref="Paddle"/> that live above the operators.</summary>
public static class PaddleSaving
{
    extension(Paddle)
    {
        /// <summary>Writes a state dict, a tensor, or lists and dicts of such, as Paddle writes them; whole or not at all.</summary>
        /// <param name="obj">What to save: what StateDict returned, a tensor, numbers, strings, and lists and dicts of these.</param>
        /// <param name="path">The file to write or replace; no suffix is added, missing folders are made.</param>
        /// <param name="protocol">The pickle protocol: 4, or 2 and 3 for old readers.</param>
        /// <exception cref="InvalidArgumentException">Something in it cannot be saved: a Layer, for one.</exception>
        /// <exception cref="IOException">The file cannot be written; an old one is untouched.</exception>
        /// <remarks>Mirrors paddle.save. Paddle reads the file.</remarks>
        public static void Save(object obj, string path, int protocol = 4)
        {
            object? tree = ToTree(obj);
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            PaddlePickle.Write(path, tree, protocol);
        }

        /// <summary>Reads a state dict, as this library or Paddle saved it.</summary>
        /// <param name="path">A .pdparams or .pdopt file, whatever it is called; or the path without suffixes of a model that Jit.Save wrote.</param>
        /// <returns>Tensors and other values by key, in the file's order.</returns>
        /// <exception cref="Formats.Files.InvalidFileException">The file is damaged, or no such file; the message says where and why.</exception>
        /// <exception cref="InvalidArgumentException">The file holds something other than a dict: read it with LoadObject.</exception>
        /// <remarks>Mirrors paddle.load. Reading never runs code.</remarks>
        public static OrderedDictionary<string, object?> Load(string path)
            => Paddle.LoadObject(path) as OrderedDictionary<string, object?>
                ?? throw new InvalidArgumentException($"Load: {path} holds no dict with names as keys.", null, "Read it with Paddle.LoadObject.");

        /// <summary>Reads whatever paddle.save wrote: a tensor, a list, a dict.</summary>
        /// <param name="path">The file.</param>
        /// <returns>Tensors, .NET numbers and strings, <c>List&lt;object?&gt;</c>, and <c>OrderedDictionary&lt;string, object?&gt;</c>.</returns>
        /// <exception cref="Formats.Files.InvalidFileException">The file is damaged, or no such file.</exception>
        public static object? LoadObject(string path)
        {
            if (!File.Exists(path))
            {
                if (File.Exists(path + ".pdmodel"))
                    return Tracing.TracedFiles.ReadState(path);
                throw new FileNotFoundException($"Load: there is no file '{path}'.\n  Full path: {Path.GetFullPath(path)}.\n  Paddle adds no suffix: pass the name it was saved under.", path);
            }
            return FromTree(PaddlePickle.Read(path), path);
        }
    }

    private static object? ToTree(object? value) => value switch
    {
        null or bool or int or long or double or string => value,
        float f => (double)f,
        Tensor t => new PaddleTensor(t.Name, TensorArrays.ToArray(t)),
        NN.Layer => throw new InvalidArgumentException($"Save: a {value.GetType().Name} cannot be saved.", "A layer is code, not values.", "Save layer.StateDict()."),
        IEnumerable<KeyValuePair<string, Tensor>> dict => ToDict(dict.Select(p => KeyValuePair.Create(p.Key, (object?)p.Value))),
        IEnumerable<KeyValuePair<string, object?>> dict => ToDict(dict),
        IEnumerable list => list.Cast<object?>().Select(ToTree).ToList(),
        _ => throw new InvalidArgumentException($"Save: a {value.GetType().Name} cannot be saved.", "Tensors, numbers, strings, lists and dicts can."),
    };

    private static PickleDict ToDict(IEnumerable<KeyValuePair<string, object?>> items)
    {
        var dict = new PickleDict();
        foreach ((string key, object? value) in items)
            dict[key] = ToTree(value);
        return dict;
    }

    private static object? FromTree(object? value, string path)
    {
        switch (value)
        {
            case PaddleTensor { Array: var array, Name: var name }:
                Tensor tensor = TensorArrays.ToTensor(array, path);
                if (name is not null)
                    tensor.Name = name;
                return tensor;
            case NumpyArray array:
                return TensorArrays.ToTensor(array, path);
            case NumpyScalar scalar:
                return scalar.ToPlain();
            case PickleDict dict when dict.Keys.All(k => k is string):
                OrderedDictionary<string, object?> result = [];
                foreach ((object? key, object? item) in dict)
                    result[(string)key!] = FromTree(item, path);
                return result;
            case PickleDict dict:
                return dict.Select(p => KeyValuePair.Create(FromTree(p.Key, path), FromTree(p.Value, path))).ToList();
            case PickleTuple tuple:
                return tuple.Select(v => FromTree(v, path)).ToList();
            case List<object?> list:
                return list.ConvertAll(v => FromTree(v, path));
            default:
                return value;
        }
    }
}
