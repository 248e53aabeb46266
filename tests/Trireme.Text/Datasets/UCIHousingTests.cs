using System.Globalization;
using Trireme.Formats.Files;
using Trireme.IO;
using Trireme.Tests.Shared;
using Trireme.Text;
using Xunit.Abstractions;

namespace Trireme.Tests.Text.Datasets;

public class UCIHousingTests(ITestOutputHelper output)
{
    [Fact]
    public void Real_rows_are_scaled_by_their_columns_and_split_at_four_fifths()
    {
        if (SharedData.Find("data/uci-housing/housing.data", output) is not { } path)
            return;
        double[][] rows = File.ReadLines(path)
            .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => double.Parse(w, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var train = new UCIHousing(path);
        var test = new UCIHousing(path, "test");
        Assert.Equal((404, 102, "float32"), (train.Length, test.Length, train.Dtype.Name));
        Sample[] samples = [.. train, .. test];
        for (int c = 0; c < 13; c++)
        {
            double[] column = rows.Select(r => r[c]).ToArray();
            float[] expected = column.Select(x => (float)((x - column.Average()) / (column.Max() - column.Min()))).ToArray();
            float[] found = samples.Select(s => ((float[])s[0]!)[c]).ToArray();
            for (int r = 0; r < rows.Length; r++)
                Assert.Equal(expected[r], found[r], 1e-6f);
        }
        Assert.Equal(rows.Select(r => (float)r[13]), samples.Select(s => ((float[])s[1]!)[0]));
        Tensor[] batch = new DataLoader(train, batchSize: 8).First();
        Assert.Equal(("[8, 13]", "[8, 1]"), (batch[0].Shape.ToString(), batch[1].Shape.ToString()));
    }

    [Fact]
    public void Bad_files_are_refused()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, "1 2 3\n");
        Assert.Contains("3 numbers; rows have 14", Assert.Throws<InvalidFileException>(() => new UCIHousing(path)).Message);
        File.WriteAllText(path, "1 2 house\n");
        Assert.Equal(4, Assert.Throws<InvalidFileException>(() => new UCIHousing(path)).Offset);
        Assert.Contains("mode is 'eval'", Assert.Throws<InvalidArgumentException>(() => new UCIHousing(path, "eval")).Message);
        File.Delete(path);
        Assert.Throws<InvalidArgumentException>(() => new UCIHousing(path));
    }
}
