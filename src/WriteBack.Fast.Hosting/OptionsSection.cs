using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WriteBack.Fast;

/// <summary>
/// The section of a configuration that has the options of a cache. It is read by hand, which needs no reflection, and names what
/// it does not know: a key with a slip in it would else be a default in disguise.
/// </summary>
internal sealed class OptionsSection
{
    private const string Root = "WriteBack";
    private const string ClassEnding = "Cache";

    private static readonly Dictionary<string, Action<WriteBackOptions, OptionText>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(WriteBackOptions.Capacity)] = static (options, text) => options.Capacity = text.Parse<int>(),
        [nameof(WriteBackOptions.FlushInterval)] = static (options, text) => options.FlushInterval = text.Parse<TimeSpan>(),
        [nameof(WriteBackOptions.MaxBatchSize)] = static (options, text) => options.MaxBatchSize = text.Parse<int>(),
        [nameof(WriteBackOptions.MaxConcurrentFlushes)] = static (options, text) => options.MaxConcurrentFlushes = text.Parse<int>(),
        [nameof(WriteBackOptions.MaxDirtyRatio)] = static (options, text) => options.MaxDirtyRatio = text.Parse<double>(),
        [nameof(WriteBackOptions.Overflow)] = static (options, text) => options.Overflow = text.ParseEnum<OverflowPolicy>(),
        [nameof(WriteBackOptions.DeadLetterDirectory)] = static (options, text) => options.DeadLetterDirectory = text.Value,
        [nameof(WriteBackOptions.TimeToLive)] = static (options, text) => options.TimeToLive = text.Parse<TimeSpan>(),
        [nameof(WriteBackOptions.ShutdownTimeout)] = static (options, text) => options.ShutdownTimeout = text.Parse<TimeSpan>(),
        ["Retry:MaxAttempts"] = static (options, text) => options.Retry.MaxAttempts = text.Parse<int>(),
        ["Retry:BaseDelay"] = static (options, text) => options.Retry.BaseDelay = text.Parse<TimeSpan>(),
        ["Retry:MaxDelay"] = static (options, text) => options.Retry.MaxDelay = text.Parse<TimeSpan>(),
        ["Log:Directory"] = static (options, text) => LogOf(options).Directory = text.Value,
        ["Log:Sync"] = static (options, text) => LogOf(options).Sync = text.ParseEnum<LogSync>(),
        ["Log:SyncInterval"] = static (options, text) => LogOf(options).SyncInterval = text.Parse<TimeSpan>(),
        ["Log:SegmentBytes"] = static (options, text) => LogOf(options).SegmentBytes = text.Parse<long>(),
        ["Log:MaxBytes"] = static (options, text) => LogOf(options).MaxBytes = text.Parse<long>(),
    };

    private readonly IConfigurationSection _section;

    private OptionsSection(IConfigurationSection section) => _section = section;

    /// <summary>The section with the name of the class, without <c>Cache</c>, or else with that of the cache.</summary>
    public static OptionsSection For(IConfiguration configuration, string className, string cacheName)
    {
        bool isShortened = className.Length > ClassEnding.Length && className.EndsWith(ClassEnding, StringComparison.Ordinal);
        var byClass = configuration.GetSection($"{Root}:{(isShortened ? className[..^ClassEnding.Length] : className)}");
        return new OptionsSection(byClass.Exists() ? byClass : configuration.GetSection($"{Root}:{cacheName}"));
    }

    /// <summary>Sets what the section has.</summary>
    /// <exception cref="OptionsValidationException">Keys are unknown, or values none of their type; all are named.</exception>
    public void Apply(WriteBackOptions options)
    {
        List<string> faults = [];
        foreach (var (key, value) in _section.AsEnumerable(makePathsRelative: true))
        {
            // Those without a value are the sections in between.
            if (value is null || key.Length == 0)
                continue;
            string path = $"{_section.Path}:{key}";
            if (!Options.TryGetValue(key, out var set))
                faults.Add($"'{path}' is none of the options {string.Join(", ", Options.Keys)}.");
            else if (!TrySet(options, set, new OptionText(value)))
                faults.Add($"'{path}' cannot be '{value}'.");
        }

        if (faults.Count > 0)
            throw new OptionsValidationException(_section.Path, typeof(WriteBackOptions), faults);
    }

    private static bool TrySet(WriteBackOptions options, Action<WriteBackOptions, OptionText> set, OptionText text)
    {
        try
        {
            set(options, text);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }
    }

    private static WriteAheadLogOptions LogOf(WriteBackOptions options) => options.Log ??= new WriteAheadLogOptions();
}
