namespace Trireme.Profiling;

/// <summary>Which events lie inside which others.</summary>
internal static class EventTree
{
    /// <summary>The events with their own time: without that of the events directly inside them on the same thread.</summary>
    public static IEnumerable<(ProfilerEvent Event, long Self)> WithSelf(IEnumerable<ProfilerEvent> events)
    {
        foreach (IGrouping<int, ProfilerEvent> thread in events.GroupBy(e => e.ThreadId))
        {
            // An event that begins with the one around it follows it, since it is not longer.
            ProfilerEvent[] ordered = thread.OrderBy(e => e.Start).ThenByDescending(e => e.Duration).ToArray();
            var self = new long[ordered.Length];
            var open = new Stack<int>();
            for (int i = 0; i < ordered.Length; i++)
            {
                while (open.TryPeek(out int outer) && ordered[outer].End <= ordered[i].Start)
                    open.Pop();
                self[i] = ordered[i].Duration;
                if (open.TryPeek(out int around))
                    self[around] -= ordered[i].Duration;
                open.Push(i);
            }
            for (int i = 0; i < ordered.Length; i++)
                yield return (ordered[i], self[i]);
        }
    }
}
