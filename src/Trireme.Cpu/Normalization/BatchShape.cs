namespace Trireme.Cpu.Normalization;

/// <summary>A tensor as [Outer, Channels, Inner]: channels first has the images outside and the places inside, channels last Inner = 1.</summary>
internal readonly record struct BatchShape(int Outer, int Channels, int Inner)
{
    // Fewer channels a thread than this are not cut evenly enough where some threads have one more.
    private const int FewChannels = 4;

    // What a step reads of some channels stays in the second-level cache beside what the other one writes.
    private const long CachedBytes = 256 << 10;

    public BatchShape((int Outer, int Channels, int Inner) split)
        : this(split.Outer, split.Channels, split.Inner)
    {
    }

    /// <summary>Elements of a channel; at least 1.</summary>
    public long Count => Math.Max(1L, (long)Outer * Inner);

    /// <summary>Runs of elements of one channel.</summary>
    public int Planes => Outer * Channels;

    /// <summary>Where the plane of an image and a channel begins.</summary>
    public long At(int image, int channel) => (((long)image * Channels) + channel) * Inner;

    /// <summary>
    /// Runs two steps, of which the second needs the first one's results of its whole channel. The second one goes back over the planes of some channels from the last,
    /// which still lie in the cache; where channels are too few to share out evenly, it has the planes of all channels to share out.
    /// </summary>
    /// <param name="first">Of channels from a first to one behind the last; side by side they make longer runs.</param>
    /// <param name="second">Of such channels of one image.</param>
    /// <param name="cost">Elementary operations an element of both together.</param>
    /// <param name="elementSize">In bytes.</param>
    public void Run(Action<int, int> first, Action<int, int, int> second, int cost, int elementSize)
    {
        int threads = Workers.Count;
        if (Channels < FewChannels * threads && Channels % threads != 0)
        {
            Workers.For(Channels, cost * Count, first);
            RunPlanes(second, cost);
            return;
        }
        (int outer, int together) = (Outer, (int)Math.Max(1, CachedBytes / (Count * elementSize)));
        Workers.For(Channels, cost * Count, (start, end) =>
        {
            for (int from = start, to; from < end; from = to)
            {
                to = Math.Min(end, from + together);
                first(from, to);
                for (int n = outer - 1; n >= 0; n--)
                    second(from, to, n);
            }
        });
    }

    /// <summary>Runs a step on every plane.</summary>
    /// <param name="step">Of channels from a first to one behind the last, of one image.</param>
    /// <param name="cost">Elementary operations an element.</param>
    public void RunPlanes(Action<int, int, int> step, int cost)
    {
        int channels = Channels;
        Workers.For(Planes, (long)cost * Inner, (start, end) =>
        {
            for (int plane = start, next; plane < end; plane = next)
            {
                int from = plane % channels;
                next = Math.Min(end, plane - from + channels);
                step(from, from + next - plane, plane / channels);
            }
        });
    }
}
