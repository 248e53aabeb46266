namespace Trireme.Cpu.Detection;

/// <summary>Drops boxes that overlap a better one.</summary>
internal static class Suppression
{
    /// <summary>The places of the values above a threshold, the largest first; equal ones in their order.</summary>
    public static List<int> Best(Func<int, float> score, int count, float above, int atMost)
    {
        var places = new List<int>();
        for (int i = 0; i < count; i++)
        {
            if (score(i) > above)
                places.Add(i);
        }
        return Largest(places, score, atMost);
    }

    public static List<int> Largest(List<int> places, Func<int, float> score, int atMost)
    {
        IEnumerable<int> sorted = places.OrderByDescending(score);
        return (atMost >= 0 && places.Count > atMost ? sorted.Take(atMost) : sorted).ToList();
    }

    /// <summary>Of candidates in order, those that overlap none kept before by more than a threshold.</summary>
    public static List<int> Keep(List<int> candidates, Func<int, Box> box, float threshold, float eta, float extra, int atMost = -1)
    {
        var kept = new List<int>();
        foreach (int candidate in candidates)
        {
            Box own = box(candidate);
            bool stays = true;
            foreach (int other in kept)
            {
                if (own.Overlap(box(other), extra) > threshold)
                {
                    stays = false;
                    break;
                }
            }
            if (!stays)
                continue;
            kept.Add(candidate);
            if (kept.Count == atMost)
                break;
            if (eta < 1 && threshold > 0.5f)
                threshold *= eta;
        }
        return kept;
    }
}
