using Microsoft.Extensions.Options;

namespace WriteBack.Fast.Tests.Lifecycle;

public sealed class InstanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Logs => Path.Combine(_folder.Path, "logs");

    private string Letters => Path.Combine(_folder.Path, "letters");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Caches_of_one_class_have_folders_of_their_own()
    {
        var stores = (Eu: new InMemoryStore<long, Quad>(), Us: new InMemoryStore<long, Quad>());
        await using (var eu = await OpenAsync("eu", stores.Eu))
        await using (var us = await OpenAsync("us", stores.Us))
        {
            await eu.SetAsync(1, Quad.Of(1), WriteDurability.Logged);
            await us.SetAsync(1, Quad.Of(2), WriteDurability.Logged);
        }

        Assert.Equal(["eu", "us"], NamesIn(Logs));
        Assert.Equal(["eu", "us"], NamesIn(Letters));
        Assert.Equal((Quad.Of(1), Quad.Of(2)), (stores.Eu.Rows[1], stores.Us.Rows[1]));
    }

    [Fact]
    public async Task Without_an_instance_the_folders_are_named_after_the_schema()
    {
        await (await OpenAsync(instance: null)).DisposeAsync();
        Assert.Equal([QuadCache.Schema.Name], NamesIn(Logs));
        Assert.Equal([QuadCache.Schema.Name], NamesIn(Letters));
    }

    [Fact]
    public async Task An_instance_names_its_folder_as_it_is_written()
    {
        string longest = new('ö', 127);
        await (await OpenAsync("two words")).DisposeAsync();
        await (await OpenAsync(longest)).DisposeAsync();
        Assert.Equal(["two words", longest], NamesIn(Logs));
    }

    [Fact]
    public async Task An_instance_is_open_once_at_a_time()
    {
        await using var cache = await OpenAsync("eu");
        await Assert.ThrowsAsync<IOException>(async () => await OpenAsync("eu"));
    }

    [Fact]
    public async Task Metrics_tell_instances_apart()
    {
        using var writes = new Measurements<long>("writeback.writes");
        await using var eu = await OpenAsync("metrics-eu");
        await using var us = await OpenAsync("metrics-us");
        eu.Set(1, default);
        us.Set(1, default);
        us.Set(2, default);
        writes.Observe();
        Assert.Equal((1, 2), (Assert.Single(writes.Of("metrics-eu")), Assert.Single(writes.Of("metrics-us"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a:b")]
    [InlineData("a*")]
    [InlineData("what?")]
    [InlineData("<a>")]
    [InlineData("a|b")]
    [InlineData("\"a\"")]
    [InlineData("a\n")]
    [InlineData("a\u0000b")]
    [InlineData("a.")]
    [InlineData("a ")]
    [InlineData(" a")]
    [InlineData("con")]
    [InlineData("NUL.txt")]
    [InlineData("Com1")]
    [InlineData("lpt9.a.b")]
    [InlineData("\ud83d")]
    public void A_name_that_some_system_does_not_take_is_none(string name) => Assert.False(FileName.IsPortable(name));

    [Theory]
    [InlineData("eu")]
    [InlineData("eu-west-1.blue")]
    [InlineData("two words")]
    [InlineData("größe")]
    [InlineData("😀")]
    [InlineData("console")]
    [InlineData("com")]
    [InlineData(".hidden")]
    public void Any_other_name_is_one(string name) => Assert.True(FileName.IsPortable(name));

    [Fact]
    public void A_name_has_at_most_as_many_bytes_as_a_file_system_takes()
    {
        Assert.True(FileName.IsPortable(new string('a', 255)));
        Assert.False(FileName.IsPortable(new string('a', 256)));
        Assert.False(FileName.IsPortable(new string('ö', 128)));
    }

    [Fact]
    public async Task The_fault_names_the_instance()
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(async () => await OpenAsync("a/b"));
        Assert.Contains("'a/b'", Assert.Single(fault.Failures), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Logs));
    }

    private Task<QuadCache> OpenAsync(string? instance, InMemoryStore<long, Quad>? store = null) => Open.OnAsync(
        QuadCache.OpenAsync, store ?? new InMemoryStore<long, Quad>(),
        new WriteBackOptions
        {
            Instance = instance,
            DeadLetterDirectory = Letters,
            Log = new WriteAheadLogOptions { Directory = Logs },
        });

    private static IEnumerable<string?> NamesIn(string folder) => Directory.GetDirectories(folder).Select(Path.GetFileName).Order();
}
