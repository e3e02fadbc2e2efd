using CsCheck;

namespace WriteBack.Fast.Tests.Model;

internal enum Act
{
    Set,
    TrySet,
    SetAsync,
    SetStored,
    Update,
    UpdateAsync,
    Remove,
    RemoveStored,
    TryGet,
    Contains,
    GetAsync,
    Flush,
    PushOut,
    Tick,
    FailTransiently,
    RefuseOnce,
    Poison,
    Reject,
    Cure,
    Pause,
    LetOneThrough,
    Resume,
    PauseLoads,
    ResumeLoads,
}

/// <summary>One thing that happens to a cache or to its store.</summary>
internal sealed record Step(Act Act, int Key, int Times, FlushPriority Priority);

/// <summary>A cache and what happens to it. Its entries live for so many intervals of its flushes; for ever at 0.</summary>
internal sealed record Scenario(int Capacity, double DirtyRatio, int Batch, int Workers, int Attempts, int Life, bool EndsFlushed, Step[] Steps)
{
    /// <summary>Keys that steps name; then come as many that only push those out.</summary>
    public const int Keys = 4;

    private const int MostSteps = 20;

    private static readonly Gen<Step> AnyStep = Gen.Select(
        Gen.Frequency(
            (4, Gen.OneOf(Act.Set, Act.Remove, Act.GetAsync, Act.Flush, Act.Pause, Act.Resume)),
            (2, Gen.OneOf(Act.TrySet, Act.SetAsync, Act.SetStored, Act.Update, Act.UpdateAsync, Act.RemoveStored, Act.TryGet, Act.Contains)),
            (2, Gen.OneOf(Act.PushOut, Act.PauseLoads, Act.ResumeLoads, Act.LetOneThrough, Act.Tick)),
            (1, Gen.OneOf(Act.FailTransiently, Act.RefuseOnce, Act.Poison, Act.Reject, Act.Cure))),
        Gen.Int[0, Keys - 1], Gen.Int[1, 3], Gen.Enum<FlushPriority>(),
        static (act, key, times, priority) => new Step(act, key, times, priority));

    public static Gen<Scenario> Any() => Gen.Select(
        Gen.OneOf(1, 2, 3, 16), Gen.OneOf(0.5, 1), Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3],
        Gen.OneOf(0, 0, 1, 3), Gen.Bool, AnyStep.Array[1, MostSteps],
        static (capacity, ratio, batch, workers, attempts, life, endsFlushed, steps) =>
            new Scenario(capacity, ratio, batch, workers, attempts, life, endsFlushed, steps));

    public override string ToString() =>
        $"""
        Capacity {Capacity}, MaxDirtyRatio {DirtyRatio}, MaxBatchSize {Batch}, MaxConcurrentFlushes {Workers}, MaxAttempts {Attempts}, Life {Life}, EndsFlushed {EndsFlushed}
        {string.Join('\n', Steps.Select(static step => step.ToString()))}
        """;
}
