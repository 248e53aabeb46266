using Trireme.IO;
using Trireme.Vision.Datasets;
using Picture = Trireme.Formats.Images.Image;

namespace Trireme.Fluid.Datasets;

/// <summary>Photographs and what each of their pixels shows as readers.</summary>
/// <remarks>Mirrors paddle.dataset.voc2012. A sample is the photograph, uint8 [H, W, 3], red first, and the kinds, uint8 [H, W]: 0 for the background, 255
/// where pixels do not count; see <see cref="VOC2012"/>.</remarks>
public static class Voc2012
{
    /// <summary>All photographs.</summary>
    /// <param name="dataFile">The archive VOCtrainval_11-May-2012.tar; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.voc2012.train.</remarks>
    public static Func<IEnumerable<Sample>> Train(string? dataFile = null) => Of(new VOC2012(dataFile, "train"));

    /// <summary>The published training part, which is used for tests.</summary>
    /// <param name="dataFile">The archive VOCtrainval_11-May-2012.tar; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.voc2012.test.</remarks>
    public static Func<IEnumerable<Sample>> Test(string? dataFile = null) => Of(new VOC2012(dataFile, "test"));

    /// <summary>The photographs to validate with.</summary>
    /// <param name="dataFile">The archive VOCtrainval_11-May-2012.tar; null for the cache or a download.</param>
    /// <remarks>Mirrors paddle.dataset.voc2012.val.</remarks>
    public static Func<IEnumerable<Sample>> Val(string? dataFile = null) => Of(new VOC2012(dataFile, "valid"));

    private static Func<IEnumerable<Sample>> Of(VOC2012 images) => () => Enumerable.Range(0, images.Length).Select(i =>
    {
        (Picture picture, Picture kinds) = images.Pictures(i);
        return new Sample(Tensor.From<byte>(picture.Pixels, [picture.Height, picture.Width, 3]), Tensor.From<byte>(kinds.Pixels, (kinds.Height, kinds.Width)));
    });
}
