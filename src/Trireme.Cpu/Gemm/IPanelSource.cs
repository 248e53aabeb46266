namespace Trireme.Cpu;

/// <summary>
/// The right-hand matrix B [k, n] of a product, seen only through the packed panels the multiplication reads: what lets a convolution
/// lay out its patches without ever forming the matrix.
/// </summary>
internal unsafe interface IPanelSource
{
    /// <summary>
    /// Writes rows kStart … kStart + kCount − 1 and columns nStart … nStart + nCount − 1 of B as one panel:
    /// panel[p · 32 + j] = B[kStart + p, nStart + j] for j &lt; nCount ≤ 32, and zero for nCount ≤ j &lt; 32.
    /// </summary>
    /// <remarks>nStart is a multiple of 32; the panel is 64-byte aligned. Called from several threads at once, for disjoint panels.</remarks>
    void PackB(int kStart, int kCount, int nStart, int nCount, float* panel);
}
