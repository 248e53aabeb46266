using Trireme.NN;
using Trireme.NN.Initializers;

namespace Trireme.Static;

/// <summary>Members of programs and their blocks that stand on files and parameters.</summary>
public static class ProgramMembers
{
    extension(Program)
    {
        /// <summary>The program in the bytes of a program file.</summary>
        /// <param name="binaryStr">What <see cref="Static.SerializeProgram"/> gave, or a file's content.</param>
        /// <exception cref="Formats.Files.InvalidFileException">The bytes are damaged, or use operators that do not exist here.</exception>
        /// <remarks>Mirrors Program.parse_from_string. Parameters have no values yet.</remarks>
        public static Program ParseFromString(byte[] binaryStr) => Static.DeserializeProgram(binaryStr);
    }

    /// <summary>A parameter of the block's program, with its first values; the startup program gives them anew.</summary>
    /// <param name="block">A block of the program; parameters are always in the outermost.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="dtype">Its element type.</param>
    /// <param name="name">Its name, where the attribute gives none.</param>
    /// <param name="attr">How it is made and trained.</param>
    /// <param name="isBias">Whether it is a bias: zeros at first.</param>
    /// <param name="defaultInitializer">How its values are made where the attribute does not say.</param>
    /// <remarks>Mirrors Block.create_parameter.</remarks>
    public static Tensor CreateParameter(this Block block, Shape shape, DType dtype, string? name = null, ParamAttr? attr = null, bool isBias = false,
        Initializer? defaultInitializer = null)
    {
        using var guard = new ProgramGuard(block.Program);
        return Static.NN.CreateParameter(shape, dtype, name, attr, isBias, defaultInitializer);
    }
}
