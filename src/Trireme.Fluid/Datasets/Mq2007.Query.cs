using System.Collections;
using System.Globalization;
using Trireme.Formats.Files;

namespace Trireme.Fluid.Datasets;

public static partial class Mq2007
{
    /// <summary>A document with regard to a query.</summary>
    /// <remarks>Mirrors paddle.dataset.mq2007.Query.</remarks>
    public sealed class Query
    {
        /// <summary>A document.</summary>
        /// <param name="queryId">The query's number.</param>
        /// <param name="relevanceScore">How relevant it is: 0, 1 or 2.</param>
        /// <param name="featureVector">Its features; none where null.</param>
        /// <param name="description">What else is known.</param>
        public Query(int queryId = -1, int relevanceScore = -1, IReadOnlyList<double>? featureVector = null, string description = "")
            => (QueryId, RelevanceScore, FeatureVector, Description) = (queryId, relevanceScore, featureVector ?? [], description);

        /// <summary>The query's number.</summary>
        public int QueryId { get; }

        /// <summary>How relevant the document is: 0, 1 or 2.</summary>
        public int RelevanceScore { get; }

        /// <summary>Its features.</summary>
        public IReadOnlyList<double> FeatureVector { get; }

        /// <summary>What else is known: what stands behind the # in a file.</summary>
        public string Description { get; }

        /// <summary>The document as a line of a file.</summary>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{RelevanceScore} qid:{QueryId} {string.Join(' ', FeatureVector.Select(Field))} #{Description}");

        private static string Field(double feature, int index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}:{feature}");

        internal double[] Features() => FeatureVector.ToArray();

        internal static Query Parse(string line, double fillMissing, string path, int number)
        {
            string[] halves = line.Split('#', 2), words = halves[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2 || !int.TryParse(words[0], CultureInfo.InvariantCulture, out int relevance) || !words[1].StartsWith("qid:",
                StringComparison.Ordinal)
                || !int.TryParse(words[1].AsSpan(4), CultureInfo.InvariantCulture, out int query))
            {
                throw Wrong("it does not begin with a relevance and qid:");
            }
            var features = new double[FeatureCount];
            Array.Fill(features, fillMissing);
            foreach (string word in words[2..])
            {
                string[] pair = word.Split(':');
                if (pair.Length != 2 || !int.TryParse(pair[0], CultureInfo.InvariantCulture, out int place) || place < 1 || place > FeatureCount)
                    throw Wrong($"'{word}' is no feature from 1 to {FeatureCount}");
                if (pair[1] != "NULL" && !double.TryParse(pair[1], CultureInfo.InvariantCulture, out features[place - 1]))
                    throw Wrong($"the feature '{word}' is no number");
            }
            return new Query(query, relevance, features, halves.Length > 1 ? halves[1].Trim() : "");

            InvalidFileException Wrong(string reason) => new(path, $"line {number}", reason, "Give a file of LETOR 4.0, such as Fold1/train.txt.");
        }
    }

    /// <summary>The documents of a query.</summary>
    /// <remarks>Mirrors paddle.dataset.mq2007.QueryList.</remarks>
    public sealed class QueryList : IReadOnlyList<Query>
    {
        private readonly List<Query> _queries;

        /// <summary>A list.</summary>
        /// <param name="querylist">Its documents; none where null.</param>
        public QueryList(IEnumerable<Query>? querylist = null) => _queries = querylist?.ToList() ?? [];

        /// <summary>How many documents there are.</summary>
        public int Count => _queries.Count;

        /// <summary>The document at a position.</summary>
        /// <param name="i">0 to Count - 1.</param>
        public Query this[int i] => _queries[i];

        /// <summary>Adds a document.</summary>
        /// <param name="query">The document; of the query of those that are there.</param>
        /// <exception cref="InvalidArgumentException">It belongs to another query.</exception>
        public void Add(Query query)
        {
            ArgumentNullException.ThrowIfNull(query);
            if (_queries.Count > 0 && _queries[0].QueryId != query.QueryId)
                throw new InvalidArgumentException($"QueryList: a document of query {query.QueryId} does not belong to query {_queries[0].QueryId}.");
            _queries.Add(query);
        }

        /// <summary>Enumerates the documents.</summary>
        public IEnumerator<Query> GetEnumerator() => _queries.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
