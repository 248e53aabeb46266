using Trireme.Static;

namespace Trireme;

/// <summary>Switching between the eager and the static mode.</summary>
public static class PaddleStatic
{
    extension(Paddle)
    {
        /// <summary>From now on operators on this thread are appended to the current program instead of running.</summary>
        /// <remarks>Mirrors paddle.enable_static. The mode belongs to the thread.</remarks>
        public static void EnableStatic() => Recorder.Set(on: true);

        /// <summary>From now on operators on this thread run at once.</summary>
        /// <param name="place">Kept for Paddle's signature; operators run on the CPU.</param>
        /// <remarks>Mirrors paddle.disable_static.</remarks>
        public static void DisableStatic(Place? place = null) => Recorder.Set(on: false);

        /// <summary>Whether operators on this thread run at once.</summary>
        /// <remarks>Mirrors paddle.in_dynamic_mode.</remarks>
        public static bool InDynamicMode() => !Recorder.IsOn;
    }
}
