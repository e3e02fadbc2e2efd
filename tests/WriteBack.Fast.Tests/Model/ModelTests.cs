using CsCheck;

namespace WriteBack.Fast.Tests.Model;

/// <summary>Whatever happens to a cache and its store, the cache shows and stores what a plain model of both says.</summary>
public class ModelTests
{
    private const int Scenarios = 100_000;

    [Fact]
    public Task The_cache_is_what_was_written_in_front_of_what_the_store_has() =>
        Scenario.Any().SampleAsync(Driver.PlayAsync, iter: Scenarios, threads: Environment.ProcessorCount);
}
