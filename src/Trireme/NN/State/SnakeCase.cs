using System.Text;

namespace Trireme.NN.State;

/// <summary>Names in Python's spelling: <c>BatchNorm2D</c> is <c>batch_norm2d</c>, <c>Conv1</c> is <c>conv1</c>, <c>WeightIhL0</c> is <c>weight_ih_l0</c>.</summary>
internal static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            bool upper = char.IsUpper(name[i]);
            // A word begins behind a small letter, and where capitals run into a capitalized word: LSTMCell is lstm_cell.
            if (upper && i > 0 && name[i - 1] != '_' && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }
        return text.ToString();
    }
}
