namespace Trireme.Static;

/// <summary>Lets executors run compiled programs.</summary>
public static class CompiledPrograms
{
    extension(Executor executor)
    {
        /// <summary>Runs a compiled program; with data parallelism the batch is divided by rows, or by sequences, among the places.</summary>
        /// <param name="program">The program.</param>
        /// <param name="feed">The whole batch by name.</param>
        /// <param name="fetchList">What to return: results of the places one after the other, gradients averaged, parameters once.</param>
        /// <param name="scope">Where parameters are; the current scope where null.</param>
        /// <exception cref="InvalidArgumentException">The batch has fewer rows than there are places, or what is fed does not fit.</exception>
        /// <remarks>Gradients of parts that differ in size count by their rows, so that a mean over the batch is the same as on one place.</remarks>
        public Tensor[] Run(CompiledProgram program, IReadOnlyDictionary<string, Tensor>? feed = null, IReadOnlyList<FetchTarget>? fetchList = null, Scope? scope = null)
        {
            ArgumentNullException.ThrowIfNull(program);
            program.Draw();
            if (!program.IsDataParallel)
                return executor.Run(program.Program, feed, fetchList, scope);
            int places = program.Places.Count;
            var parts = new Dictionary<string, Tensor>[places];
            double[] weights = Enumerable.Repeat(1.0 / places, places).ToArray();
            for (int i = 0; i < places; i++)
                parts[i] = [];
            using Recorder.Mode eager = Recorder.Suspend();
            bool first = true;
            foreach ((string name, Tensor batch) in feed ?? new Dictionary<string, Tensor>())
            {
                Tensor[] split = BatchParts.Split(name, batch, places);
                for (int i = 0; i < places; i++)
                {
                    parts[i][name] = split[i];
                    if (first)
                        weights[i] = (double)BatchParts.Count(split[i]) / BatchParts.Count(batch);
                }
                first = false;
            }
            return program.RunIn(scope ?? Scope.Global).Run(parts, weights, Names(fetchList));
        }

        /// <summary>Runs a compiled program with a batch of its own for each place; the batches may differ in size, their gradients count the same.</summary>
        /// <param name="program">The program, data-parallel.</param>
        /// <param name="feed">The batches.</param>
        /// <param name="fetchList">What to return: results of the places one after the other, gradients averaged, parameters once.</param>
        /// <param name="scope">Where parameters are; the current scope where null.</param>
        /// <exception cref="InvalidArgumentException">There are not as many batches as places, or what is fed does not fit.</exception>
        public Tensor[] Run(CompiledProgram program, IReadOnlyList<IReadOnlyDictionary<string, Tensor>> feed, IReadOnlyList<FetchTarget>? fetchList = null, Scope? scope = null)
        {
            ArgumentNullException.ThrowIfNull(program);
            ArgumentNullException.ThrowIfNull(feed);
            if (feed.Count != Math.Max(1, program.Places.Count))
                throw new InvalidArgumentException($"Run: {feed.Count} batches were fed.", $"The program runs on {Math.Max(1, program.Places.Count)} places.", "Feed one batch for each, or one for all.");
            program.Draw();
            if (!program.IsDataParallel)
                return executor.Run(program.Program, feed[0], fetchList, scope);
            return program.RunIn(scope ?? Scope.Global).Run([.. feed], Enumerable.Repeat(1.0 / feed.Count, feed.Count).ToArray(), Names(fetchList));
        }
    }

    private static string[] Names(IReadOnlyList<FetchTarget>? fetchList) => (fetchList ?? []).Select(f => f.Name).ToArray();
}
