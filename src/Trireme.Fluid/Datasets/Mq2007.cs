using Trireme.IO;
using Trireme.Random;
using Trireme.Vision.Datasets;

namespace Trireme.Fluid.Datasets;

/// <summary>Queries and documents with 46 features each, and how relevant they are: for learning to rank.</summary>
/// <remarks>Mirrors paddle.dataset.mq2007. LETOR 4.0, Qin and Liu 2013. A line is <c>2 qid:10032 1:0.05 … 46:0.07 #docid = GX029-35</c>.</remarks>
public static partial class Mq2007
{
    private const int FeatureCount = 46;

    private static readonly DatasetFile Archive = new("MQ2007", "7b6dbbe2-842c-11e4-a536-bcaec51b9163_MQ2007.rar", "7be1640ae95c6408dab0ae7207bdc706",
        ["http://www.bigdatalab.ac.cn/benchmark/upload/download_source/7b6dbbe2-842c-11e4-a536-bcaec51b9163_MQ2007.rar"]);

    /// <summary>Fetches the archive, a .rar file, into the cache.</summary>
    /// <returns>Its path. It is for other programs to unpack.</returns>
    /// <exception cref="DownloadException">It cannot be fetched.</exception>
    /// <remarks>Mirrors paddle.dataset.mq2007.fetch.</remarks>
    public static string Fetch() => DatasetSource.PathOf(null, Archive, download: true, "Mq2007");

    /// <summary>Reads the queries of a file; lines that follow each other belong to one query when they have its number.</summary>
    /// <param name="filepath">The text file, such as <c>MQ2007/Fold1/train.txt</c>; below the archive's folder in the cache where there is none such.</param>
    /// <param name="shuffle">Whether the queries come in a random order.</param>
    /// <param name="fillMissing">What stands for features that a line does not have, or has as NULL.</param>
    /// <returns>A list for each query.</returns>
    /// <exception cref="InvalidArgumentException">There is no such file.</exception>
    /// <exception cref="Formats.Files.InvalidFileException">A line is not of this format.</exception>
    /// <remarks>Mirrors paddle.dataset.mq2007.load_from_text. <c>Paddle.Seed</c> determines the order.</remarks>
    public static IReadOnlyList<QueryList> LoadFromText(string filepath, bool shuffle = false, double fillMissing = -1)
    {
        ArgumentException.ThrowIfNullOrEmpty(filepath);
        string path = File.Exists(filepath) ? filepath : Path.Combine(DatasetCache.FolderOf("MQ2007"), filepath);
        if (!File.Exists(path))
        {
            throw new InvalidArgumentException($"LoadFromText: the file {filepath} does not exist.", $"Looked for {path}, too.",
                "Unpack the archive that Fetch returns beside it, or give the path of a file.");
        }
        var lists = new List<QueryList>();
        foreach ((int number, string line) in File.ReadLines(path).Index())
        {
            if (string.IsNullOrWhiteSpace(line.Split('#')[0]))
                continue;
            Query query = Query.Parse(line, fillMissing, path, number + 1);
            if (lists.Count == 0 || lists[^1][0].QueryId != query.QueryId)
                lists.Add(new QueryList());
            lists[^1].Add(query);
        }
        return shuffle ? Array.ConvertAll(Permutation.Of(lists.Count, Generator.Default), i => lists[i]) : lists;
    }

    /// <summary>Those queries that have a relevant document.</summary>
    /// <param name="querylists">The queries.</param>
    /// <remarks>Mirrors paddle.dataset.mq2007.query_filter.</remarks>
    public static IReadOnlyList<QueryList> QueryFilter(IEnumerable<QueryList> querylists)
    {
        ArgumentNullException.ThrowIfNull(querylists);
        return querylists.Where(list => list.Sum(q => q.RelevanceScore) != 0).ToArray();
    }

    /// <summary>The documents of a query, the most relevant first: the query's number, the relevance and the features, a double array.</summary>
    /// <param name="querylist">The query's documents.</param>
    /// <remarks>Mirrors paddle.dataset.mq2007.gen_plain_txt.</remarks>
    public static IEnumerable<Sample> GenPlainTxt(IEnumerable<Query> querylist) => Ranked(querylist).Select(q => new Sample(q.QueryId, q.RelevanceScore,
        q.Features()));

    /// <summary>The documents of a query, the most relevant first: the relevance and the features, a double array.</summary>
    /// <param name="querylist">The query's documents.</param>
    /// <remarks>Mirrors paddle.dataset.mq2007.gen_point.</remarks>
    public static IEnumerable<Sample> GenPoint(IEnumerable<Query> querylist) => Ranked(querylist).Select(q => new Sample(q.RelevanceScore, q.Features()));

    /// <summary>Pairs of documents of a query: 1, the features of the more relevant one, those of the other; double arrays.</summary>
    /// <param name="querylist">The query's documents.</param>
    /// <param name="partialOrder"><c>full</c>: all pairs that differ; or <c>neighbour</c>: those that follow each other.</param>
    /// <exception cref="InvalidArgumentException">The order is not known.</exception>
    /// <remarks>Mirrors paddle.dataset.mq2007.gen_pair.</remarks>
    public static IEnumerable<Sample> GenPair(IEnumerable<Query> querylist, string partialOrder = "full")
    {
        if (partialOrder is not ("full" or "neighbour"))
            throw new InvalidArgumentException($"GenPair: the order '{partialOrder}' is not known.", null, "It is full or neighbour.");
        Query[] ranked = Ranked(querylist);
        return from left in Enumerable.Range(0, ranked.Length)
               from right in Enumerable.Range(left + 1, partialOrder == "full" ? ranked.Length - left - 1 : Math.Min(1, ranked.Length - left - 1))
               where ranked[left].RelevanceScore > ranked[right].RelevanceScore
               select new Sample(new double[] { 1 }, ranked[left].Features(), ranked[right].Features());
    }

    /// <summary>All documents of a query, the most relevant first, as one sample: float64 tensors [documents, 1] and [documents, features].</summary>
    /// <param name="querylist">The query's documents.</param>
    /// <exception cref="InvalidArgumentException">Documents have different numbers of features.</exception>
    /// <remarks>Mirrors paddle.dataset.mq2007.gen_list.</remarks>
    public static IEnumerable<Sample> GenList(IEnumerable<Query> querylist)
    {
        Query[] ranked = Ranked(querylist);
        int width = ranked.Length == 0 ? 0 : ranked[0].FeatureVector.Count;
        if (ranked.Any(q => q.FeatureVector.Count != width))
            throw new InvalidArgumentException("GenList: the documents have different numbers of features.", $"The first has {width}.");
        yield return new Sample(Tensor.From<double>(ranked.Select(q => (double)q.RelevanceScore).ToArray(), (ranked.Length, 1)),
            Tensor.From<double>(ranked.SelectMany(q => q.FeatureVector).ToArray(), (ranked.Length, width)));
    }

    // Documents that are equally relevant keep their order.
    private static Query[] Ranked(IEnumerable<Query> querylist)
    {
        ArgumentNullException.ThrowIfNull(querylist);
        return querylist.OrderByDescending(q => q.RelevanceScore).ToArray();
    }
}
