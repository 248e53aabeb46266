namespace Trireme.Operators;

/// <summary>A few of many, each with the same chance; one walk over them is enough.</summary>
internal static class Reservoir
{
    /// <summary>Leaves at most a number of elements: drawn ones, or without random numbers the first.</summary>
    public static void Draw<T>(List<T> from, int count, DrawnNumbers? random)
    {
        count = Math.Max(0, count);
        for (int i = count; random is not null && i < from.Count; i++)
        {
            int at = (int)(random.Next() * (i + 1));
            if (at < count)
                (from[at], from[i]) = (from[i], from[at]);
        }
        if (from.Count > count)
            from.RemoveRange(count, from.Count - count);
    }
}
