namespace Trireme.Static.Graphs;

/// <summary>
/// Places boxes in rows so that lines run downwards. A line over several rows passes through narrow places of its own in the rows between, so it
/// goes round boxes instead of through them. Rows are sorted by the middle of their neighbours (Sugiyama et al. 1981).
/// </summary>
internal sealed class LayeredLayout
{
    private const double Gap = 28, RowGap = 44, Narrow = 10;
    private const int Sweeps = 6, MostPlaces = 50_000;
    private readonly List<Place> _places = [];
    private readonly List<List<int>> _rows = [];

    private LayeredLayout()
    {
    }

    /// <summary>The middle of each box: first those of the nodes, then those that lines pass through.</summary>
    public IReadOnlyList<(double X, double Y)> Centers { get; private set; } = [];

    /// <summary>For each edge, the places that it passes through, first and last being its ends.</summary>
    public List<int[]> Routes { get; } = [];

    public double Width { get; private set; }

    public double Height { get; private set; }

    /// <param name="sizes">Width and height of each box.</param>
    /// <param name="edges">Lines from earlier boxes to later ones.</param>
    public static LayeredLayout Of(IReadOnlyList<(double Width, double Height)> sizes, IReadOnlyList<GraphEdge> edges)
    {
        var layout = new LayeredLayout();
        var rows = new int[sizes.Count];
        ILookup<int, int> sources = edges.ToLookup(e => e.To, e => e.From);
        for (int i = 0; i < rows.Length; i++)
            rows[i] = sources[i].Select(from => rows[from] + 1).DefaultIfEmpty(0).Max();
        // An input stands right above its first reader, not at the top.
        ILookup<int, int> targets = edges.ToLookup(e => e.From, e => e.To);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] == 0 && targets[i].Any())
                rows[i] = targets[i].Min(to => rows[to]) - 1;
        }
        for (int i = 0; i < rows.Length; i++)
            layout.Add(new Place(sizes[i].Width, sizes[i].Height, rows[i]));
        foreach (GraphEdge edge in edges)
            layout.Route(edge);
        layout.Sort();
        layout.Spread();
        layout.Centers = layout._places.ConvertAll(p => (p.X, p.Y));
        return layout;
    }

    private int Add(Place place)
    {
        while (_rows.Count <= place.Row)
            _rows.Add([]);
        _rows[place.Row].Add(_places.Count);
        _places.Add(place);
        return _places.Count - 1;
    }

    private void Route(GraphEdge edge)
    {
        List<int> route = [edge.From];
        for (int row = _places[edge.From].Row + 1; row < _places[edge.To].Row && _places.Count < MostPlaces; row++)
            route.Add(Add(new Place(Narrow, 0, row)));
        route.Add(edge.To);
        for (int i = 1; i < route.Count; i++)
        {
            _places[route[i - 1]].Below.Add(route[i]);
            _places[route[i]].Above.Add(route[i - 1]);
        }
        Routes.Add([.. route]);
    }

    private void Sort()
    {
        Number();
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            bool isDown = sweep % 2 == 0;
            foreach (List<int> row in isDown ? _rows : Enumerable.Reverse(_rows))
            {
                Dictionary<int, double> middles = row.ToDictionary(p => p, p =>
                {
                    List<int> neighbours = isDown ? _places[p].Above : _places[p].Below;
                    return neighbours.Count == 0 ? _places[p].Order : neighbours.Average(n => _places[n].Order);
                });
                int[] sorted = row.OrderBy(p => middles[p]).ToArray();
                row.Clear();
                row.AddRange(sorted);
                Number(row);
            }
        }
    }

    private void Number()
    {
        foreach (List<int> row in _rows)
            Number(row);
    }

    private void Number(List<int> row)
    {
        for (int i = 0; i < row.Count; i++)
            _places[row[i]].Order = row.Count == 1 ? 0.5 : (double)i / (row.Count - 1);
    }

    private void Spread()
    {
        double y = 0;
        foreach (List<int> row in _rows)
        {
            double height = row.Max(p => _places[p].Height), x = 0;
            foreach (int p in row)
            {
                _places[p].X = x + (_places[p].Width / 2);
                x += _places[p].Width + Gap;
                _places[p].Y = y + (height / 2);
            }
            y += height + RowGap;
        }
        Height = Math.Max(0, y - RowGap);
        for (int sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            foreach (List<int> row in sweep % 2 == 0 ? _rows : Enumerable.Reverse(_rows))
                Pull(row);
        }
        double left = _places.Count == 0 ? 0 : _places.Min(p => p.X - (p.Width / 2));
        foreach (Place place in _places)
            place.X -= left;
        Width = _places.Count == 0 ? 0 : _places.Max(p => p.X + (p.Width / 2));
    }

    // Each box towards the middle of its neighbours, as far as those beside it in the row leave room.
    private void Pull(List<int> row)
    {
        double[] wanted = row.Select(p => _places[p].Above.Concat(_places[p].Below).Select(n => _places[n].X).DefaultIfEmpty(_places[p].X).Average()).ToArray();
        var fromLeft = new double[row.Count];
        var fromRight = new double[row.Count];
        for (int i = 0; i < row.Count; i++)
            fromLeft[i] = i == 0 ? wanted[i] : Math.Max(wanted[i], fromLeft[i - 1] + Distance(row[i - 1], row[i]));
        for (int i = row.Count - 1; i >= 0; i--)
            fromRight[i] = i == row.Count - 1 ? wanted[i] : Math.Min(wanted[i], fromRight[i + 1] - Distance(row[i], row[i + 1]));
        // Both keep the distances, and so does their mean.
        for (int i = 0; i < row.Count; i++)
            _places[row[i]].X = (fromLeft[i] + fromRight[i]) / 2;
    }

    private double Distance(int left, int right) => ((_places[left].Width + _places[right].Width) / 2) + Gap;

    private sealed class Place(double width, double height, int row)
    {
        public double Width { get; } = width;

        public double Height { get; } = height;

        public int Row { get; } = row;

        public List<int> Above { get; } = [];

        public List<int> Below { get; } = [];

        public double Order { get; set; }

        public double X { get; set; }

        public double Y { get; set; }
    }
}
