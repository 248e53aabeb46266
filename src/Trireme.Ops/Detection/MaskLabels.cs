namespace Trireme.Operators;

/// <summary>
/// What the mask branch of a detector shall say: for each region of Rois [R, 4] with a class of LabelsInt32 [R, 1] above 0 the outlines of the object that it
/// overlaps most. MaskRois [.., 4] are those regions, RoiHasMaskInt32 [.., 1] their places in their image, MaskInt32 [.., classes · resolution²] 0 or 1 at
/// their class and -1 elsewhere. An image without such a region gives one of -1 only.
/// </summary>
/// <param name="NumClasses">The number of classes, the background among them.</param>
/// <param name="Resolution">The side of masks.</param>
/// <remarks>Regions, labels, GtClasses [objects, 1] and IsCrowd [objects, 1] of one image are one sequence each. GtSegms [points, 2] has three levels:
/// objects of an image, polygons of an object, points of a polygon. Outlines are in pixels of the image before it was scaled.</remarks>
[Op("generate_mask_labels", "ImInfo, GtClasses, IsCrowd, GtSegms, Rois, LabelsInt32 -> MaskRois, RoiHasMaskInt32, MaskInt32",
    NoGradient = "Its results are labels.", SetsLod = true)]
public sealed record GenerateMaskLabelsOp(int NumClasses, int Resolution) : LateCompositeOp
{
    /// <inheritdoc/>
    public override void Infer(InferContext c)
    {
        BoxRules.Float(c, "ImInfo", "GtSegms", "Rois");
        c.Require(c["ImInfo"].Shape is { Rank: 2 } info && info[1] == 3, "ImInfo must be [N, 3].");
        c.Require(c["Rois"].Shape is { Rank: 2 } rois && rois[1] == 4 && c["GtSegms"].Shape is { Rank: 2 } segments && segments[1] == 2,
            "Rois must be [R, 4], GtSegms [points, 2].");
        c.Require(NumClasses > 0 && Resolution > 0, $"num_classes is {NumClasses}, resolution {Resolution}.", "They must be positive.");
        c["MaskRois"] = new TensorMeta((-1, 4), DType.Float32);
        c["RoiHasMaskInt32"] = new TensorMeta((-1, 1), DType.Int32);
        c["MaskInt32"] = new TensorMeta((-1, NumClasses * Resolution * Resolution), DType.Int32);
    }

    /// <inheritdoc/>
    public override void Compose(ComposeContext c)
    {
        float[] rois = c["Rois"].ToArray<float>(), info = c["ImInfo"].ToArray<float>();
        long[] labels = Sequences.Integers(c["LabelsInt32"]);
        int[] offsets = Sequences.Offsets(c, "Rois");
        c.Require(labels.Length == rois.Length / 4, $"there are {labels.Length} labels for {rois.Length / 4} regions.");
        foreach (long label in labels)
            c.Require(label < NumClasses, $"the class {label} is outside [0, {NumClasses - 1}].");
        List<(float[] Box, float[][] Polygons)>[] objects = Outlines(c, info.Length / 3);
        c.Require(offsets.Length - 1 == objects.Length, $"there are {offsets.Length - 1} sequences of regions for {objects.Length} images.");
        var boxes = new List<float>();
        var places = new List<int>();
        var masks = new List<int>();
        var counts = new List<int>();
        for (int image = 0; image < objects.Length; image++)
        {
            int first = offsets[image], count = offsets[image + 1] - first, before = places.Count;
            int[] found = Enumerable.Range(0, count).Where(i => labels[first + i] > 0).ToArray();
            c.Require(found.Length == 0 || objects[image].Count > 0, $"image {image} has {found.Length} regions with a class and no object with outlines.");
            // A network cannot learn from nothing: one region of background comes, with a mask that does not count.
            foreach (int i in found.Length > 0 || count == 0 ? found : [Math.Max(0, Array.FindIndex(labels, first, count, label => label == 0) - first)])
            {
                float[] box = Array.ConvertAll(PixelBoxes.At(rois, first + i), v => v / info[(3 * image) + 2]);
                boxes.AddRange(box.Select(v => v * info[(3 * image) + 2]));
                places.Add(i);
                masks.AddRange(Mask(objects[image], box, (int)labels[first + i]));
            }
            counts.Add(places.Count - before);
        }
        Tensor regions = Tensor.From<float>(boxes.ToArray(), (places.Count, 4)), own = Tensor.From<int>(places.ToArray(), (places.Count, 1)),
            mask = Tensor.From<int>(masks.ToArray(), (places.Count, NumClasses * Resolution * Resolution));
        regions.Lod = own.Lod = mask.Lod = Lod.FromLengths(counts);
        (c["MaskRois"], c["RoiHasMaskInt32"], c["MaskInt32"]) = (regions, own, mask);
    }

    private int[] Mask(List<(float[] Box, float[][] Polygons)> objects, float[] box, int label)
    {
        int size = Resolution * Resolution;
        var mask = new int[NumClasses * size];
        Array.Fill(mask, -1);
        if (label > 0)
        {
            float[][] nearest = objects.MaxBy(o => PixelBoxes.Overlap(box, o.Box)).Polygons;
            bool[] own = PolygonMask.Of(nearest, box, Resolution);
            for (int i = 0; i < size; i++)
                mask[(label * size) + i] = own[i] ? 1 : 0;
        }
        return mask;
    }

    // Crowds and the background have no outlines.
    private static List<(float[] Box, float[][] Polygons)>[] Outlines(ComposeContext c, int images)
    {
        long[] classes = Sequences.Integers(c["GtClasses"]), crowd = Sequences.Integers(c["IsCrowd"]);
        Lod lod = Sequences.LodOf(c, "GtSegms");
        c.Require(lod.Levels == 3, $"GtSegms has {lod.Levels} levels of sequences.", "It needs three: objects, polygons and points.");
        c.Require(lod[0].Length - 1 == images && lod[1].Length - 1 == classes.Length && crowd.Length == classes.Length,
            $"GtSegms has {lod[0].Length - 1} images and {lod[1].Length - 1} objects; there are {images} images, {classes.Length} classes "
            + $"and {crowd.Length} marks.");
        float[] points = c["GtSegms"].ToArray<float>();
        var all = new List<(float[] Box, float[][] Polygons)>[images];
        for (int image = 0; image < images; image++)
        {
            all[image] = [];
            for (int i = lod[0][image]; i < lod[0][image + 1]; i++)
            {
                if (classes[i] <= 0 || crowd[i] != 0)
                    continue;
                var polygons = new List<float[]>();
                for (int p = lod[1][i]; p < lod[1][i + 1]; p++)
                {
                    c.Require(lod[2][p] < lod[2][p + 1], $"polygon {p} of GtSegms has no points.");
                    polygons.Add(points[(2 * lod[2][p])..(2 * lod[2][p + 1])]);
                }
                float[] xs = polygons.SelectMany(p => p.Where((_, at) => at % 2 == 0)).ToArray();
                float[] ys = polygons.SelectMany(p => p.Where((_, at) => at % 2 == 1)).ToArray();
                c.Require(xs.Length > 0, $"object {i} of GtSegms has no polygon.");
                all[image].Add(([xs.Min(), ys.Min(), Math.Max(xs.Max(), 0), Math.Max(ys.Max(), 0)], polygons.ToArray()));
            }
        }
        return all;
    }
}
