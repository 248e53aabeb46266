using Trireme.Training.Progress;

namespace Trireme.Tests.Training.Progress;

public class SummaryTableTests
{
    [Fact]
    public void LeNets_table_is_the_one_Paddle_prints()
    {
        SummaryRow[] rows =
        [
            new("Conv2D-1", [[1, 1, 28, 28]], [[1, 6, 28, 28]], 60),
            new("ReLU-1", [[1, 6, 28, 28]], [[1, 6, 28, 28]], 0),
            new("MaxPool2D-1", [[1, 6, 28, 28]], [[1, 6, 14, 14]], 0),
            new("Conv2D-2", [[1, 6, 14, 14]], [[1, 16, 10, 10]], 2416),
            new("ReLU-2", [[1, 16, 10, 10]], [[1, 16, 10, 10]], 0),
            new("MaxPool2D-2", [[1, 16, 10, 10]], [[1, 16, 5, 5]], 0),
            new("Linear-1", [[1, 400]], [[1, 120]], 48120),
            new("Linear-2", [[1, 120]], [[1, 84]], 10164),
            new("Linear-3", [[1, 84]], [[1, 10]], 850),
        ];
        string expected = """
            ---------------------------------------------------------------------------
             Layer (type)       Input Shape          Output Shape         Param #    
            ===========================================================================
               Conv2D-1       [[1, 1, 28, 28]]      [1, 6, 28, 28]          60       
                ReLU-1        [[1, 6, 28, 28]]      [1, 6, 28, 28]           0       
              MaxPool2D-1     [[1, 6, 28, 28]]      [1, 6, 14, 14]           0       
               Conv2D-2       [[1, 6, 14, 14]]     [1, 16, 10, 10]         2,416     
                ReLU-2       [[1, 16, 10, 10]]     [1, 16, 10, 10]           0       
              MaxPool2D-2    [[1, 16, 10, 10]]      [1, 16, 5, 5]            0       
               Linear-1          [[1, 400]]            [1, 120]           48,120     
               Linear-2          [[1, 120]]            [1, 84]            10,164     
               Linear-3          [[1, 84]]             [1, 10]              850      
            ===========================================================================
            Total params: 61,610
            Trainable params: 61,610
            Non-trainable params: 0
            ---------------------------------------------------------------------------
            Input size (MB): 0.00
            Forward/backward pass size (MB): 0.11
            Params size (MB): 0.24
            Estimated Total Size (MB): 0.35
            ---------------------------------------------------------------------------

            """;
        Assert.Equal(expected, SummaryTable.Render(rows, 784, 61610, 61610));
    }

    [Fact]
    public void The_tutorials_sizes_come_out()
    {
        SummaryRow[] rows =
        [
            new("Flatten-57509", [[-1, 1, 28, 28]], [[-1, 784]], 0),
            new("Linear-7", [[-1, 784]], [[-1, 512]], 401920),
            new("ReLU-4", [[-1, 512]], [[-1, 512]], 0),
            new("Dropout-4", [[-1, 512]], [[-1, 512]], 0),
            new("Linear-8", [[-1, 512]], [[-1, 10]], 5130),
        ];
        string[] lines = SummaryTable.Render(rows, 784, 407050, 407050).Split('\n');
        Assert.Contains("Total params: 407,050", lines);
        Assert.Contains("Forward/backward pass size (MB): 0.02", lines);
        Assert.Contains("Params size (MB): 1.55", lines);
        Assert.Contains("Estimated Total Size (MB): 1.57", lines);
    }

    [Fact]
    public void A_wide_column_widens_the_table_and_several_outputs_are_listed()
    {
        SummaryRow[] rows =
        [
            new("AdaptiveAvgPool2D-1", [[1, 2048, 7, 7]], [[1, 2048, 1, 1]], 0),
            new("LSTM-1", [[4, 3, 8]], [[4, 3, 16], [2, 4, 16]], 1),
            new("Loss-1", [[4, 1], [4, 1]], [[]], 106240),
        ];
        string[] lines = SummaryTable.Render(rows, 0, 300, 200).Split('\n');
        Assert.Equal(new string('-', 83), lines[0]);
        Assert.Contains("[[4, 3, 16], [2, 4, 16]]", lines[4], StringComparison.Ordinal);
        Assert.Contains("[[4, 1], [4, 1]]", lines[5], StringComparison.Ordinal);
        Assert.Contains("106,240", lines[5], StringComparison.Ordinal);
        Assert.Contains("Non-trainable params: 100", lines);

        // The line and the width of Paddle's own table for ResNet50, whose widest name this is.
        string[] resnet = SummaryTable.Render([rows[0]], 0, 0, 0).Split('\n');
        Assert.Equal(new string('=', 79), resnet[2]);
        Assert.Equal("AdaptiveAvgPool2D-1  [[1, 2048, 7, 7]]     [1, 2048, 1, 1]           0       ", resnet[3]);
    }
}
