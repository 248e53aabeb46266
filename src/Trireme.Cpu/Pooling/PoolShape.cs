namespace Trireme.Cpu.Pooling;

/// <summary>
/// The sizes of one pooling: Planes (images times channels) of [D, H, W] → [OD, OH, OW], contiguous, row-major; 1-D and 2-D are the case
/// where the leading extents are 1. With <see cref="Adaptive"/> window i covers floor(i · in / out) to ceil((i + 1) · in / out) and kernel,
/// strides and paddings are not read. The caller chooses the output's extents, hence also whether a last, partial window counts.
/// </summary>
internal readonly record struct PoolShape
{
    public PoolShape()
    {
    }

    public required int Planes { get; init; }

    public int D { get; init; } = 1;
    public required int H { get; init; }
    public required int W { get; init; }

    public int OD { get; init; } = 1;
    public required int OH { get; init; }
    public required int OW { get; init; }

    public int KD { get; init; } = 1;
    public int KH { get; init; } = 1;
    public int KW { get; init; } = 1;

    public int StrideD { get; init; } = 1;
    public int StrideH { get; init; } = 1;
    public int StrideW { get; init; } = 1;

    public int PadD { get; init; }
    public int PadH { get; init; }
    public int PadW { get; init; }

    // Padding after the last element matters to averages that count padded elements: a window is cut where the padding ends.
    public int PadAfterD { get; init; }
    public int PadAfterH { get; init; }
    public int PadAfterW { get; init; }

    public bool Adaptive { get; init; }

    public int Plane => D * H * W;

    public int OutPlane => OD * OH * OW;

    public PoolAxis AxisD => Adaptive ? new(D, OD) : new(D, OD, KD, StrideD, PadD, PadAfterD);

    public PoolAxis AxisH => Adaptive ? new(H, OH) : new(H, OH, KH, StrideH, PadH, PadAfterH);

    public PoolAxis AxisW => Adaptive ? new(W, OW) : new(W, OW, KW, StrideW, PadW, PadAfterW);
}
