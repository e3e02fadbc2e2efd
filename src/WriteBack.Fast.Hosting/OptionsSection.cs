using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace WriteBack.Fast;

// Why not the configuration binder? Its source generator (11.0.0, with ErrorOnUnknownConfiguration) was measured in place of this
// reader. It stops at the first fault; this reader names them all. It names an unknown key without its path. It passes over an
// empty text, a key below an option, and a text in place of Retry or Log: each is a default in disguise. Applied to
// WriteBackOptions it also binds Serializer, which roots MessagePack's reflection: 86 trim and AOT warnings. Applied to a class of
// only those options that a file can hold it gives no warning, and has the other faults still.

/// <summary>The section of a configuration that has the options of a cache.</summary>
internal sealed class OptionsSection
{
    private const string Root = "WriteBack";
    private const string ClassEnding = "Cache";

    private static readonly Dictionary<string, Action<WriteBackOptions, OptionText>> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(WriteBackOptions.Capacity)] = static (options, text) => options.Capacity = text.Parse<int>(),
        [nameof(WriteBackOptions.FlushInterval)] = static (options, text) => options.FlushInterval = text.Parse<TimeSpan>(),
        [nameof(WriteBackOptions.HighFlushInterval)] = static (options, text) => options.HighFlushInterval = text.Parse<TimeSpan>(),
        [nameof(WriteBackOptions.LowFlushInterval)] = static (options, text) => options.LowFlushInterval = text.Parse<TimeSpan>(),
        [nameof(WriteBackOptions.BackgroundDirtyRatio)] = static (options, text) => options.BackgroundDirtyRatio = text.ParseDouble(),
        [nameof(WriteBackOptions.MaxBatchSize)] = static (options, text) => options.MaxBatchSize = text.Parse<int>(),
        [nameof(WriteBackOptions.MaxConcurrentFlushes)] = static (options, text) => options.MaxConcurrentFlushes = text.Parse<int>(),
        [nameof(WriteBackOptions.MaxDirtyRatio)] = static (options, text) => options.MaxDirtyRatio = text.ParseDouble(),
        [nameof(WriteBackOptions.Overflow)] = static (options, text) => options.Overflow = text.ParseEnum<OverflowPolicy>(),
        [nameof(WriteBackOptions.GrowThreadPool)] = static (options, text) => options.GrowThreadPool = text.Parse<bool>(),
        [nameof(WriteBackOptions.Instance)] = static (options, text) => options.Instance = text.Value,
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

    private static readonly HashSet<string> Sections =
        new([nameof(WriteBackOptions.Retry), nameof(WriteBackOptions.Log)], StringComparer.OrdinalIgnoreCase);

    private readonly IConfigurationSection _section;

    private OptionsSection(IConfigurationSection section) => _section = section;

    /// <summary>The section with the name of the class, without <c>Cache</c>, or else with that of the cache.</summary>
    public static OptionsSection For(IConfiguration configuration, string className, string cacheName)
    {
        bool isShortened = className.Length > ClassEnding.Length && className.EndsWith(ClassEnding, StringComparison.Ordinal);
        var byClass = configuration.GetSection($"{Root}:{(isShortened ? className[..^ClassEnding.Length] : className)}");
        return new OptionsSection(byClass.Exists() ? byClass : configuration.GetSection($"{Root}:{cacheName}"));
    }

    /// <summary>Sets what the section has. Null leaves an option as it is.</summary>
    /// <exception cref="OptionsValidationException">Keys are unknown, or values none of their type; all are named.</exception>
    public void Apply(WriteBackOptions options)
    {
        List<string> faults = [];
        if (_section.Value is { } text)
            faults.Add($"'{_section.Path}' is a section of options and cannot be '{text}'.");
        foreach (var child in _section.GetChildren())
            Read(child, child.Key, options, faults);
        if (faults.Count > 0)
            throw new OptionsValidationException(_section.Path, typeof(WriteBackOptions), faults);
    }

    private static void Read(IConfigurationSection section, string key, WriteBackOptions options, List<string> faults)
    {
        bool isLeaf = true;
        foreach (var child in section.GetChildren())
        {
            Read(child, $"{key}:{child.Key}", options, faults);
            isLeaf = false;
        }

        if (Options.TryGetValue(key, out var set))
        {
            if (section.Value is { } value && !TrySet(options, set, new OptionText(value)))
                faults.Add($"'{section.Path}' cannot be '{value}'.");
        }
        else if (section.Value is not null || (isLeaf && !Sections.Contains(key)))
        {
            faults.Add($"'{section.Path}' is none of the options {string.Join(", ", Options.Keys)}.");
        }
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
