using MessagePack;
using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests.DeadLetters;

/// <summary>A queue with its journal in a directory that survives it: a real one, or one in memory.</summary>
internal sealed class JournalHarness : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryDisk? _disk;
    private FaultyDirectory? _files;

    public JournalHarness(MemoryDisk? disk = null)
    {
        _disk = disk;
        Open();
    }

    public RecordingLogger Log { get; } = new();

    public DeadLetterQueue<long, Session> Queue { get; private set; } = null!;

    public DeadLetterJournal<long, Session> Journal { get; private set; } = null!;

    public IEnumerable<(long Key, bool IsSuperseded)> Letters =>
        Queue.ToArray().Select(static letter => (letter.Content.Key, letter.IsSuperseded));

    public string[] Segments => Files("*.dead");

    public bool IsFaulty
    {
        set => _files!.IsFaulty = value;
    }

    /// <summary>Whether what is written gets to the files, and only the sync and the cut fail.</summary>
    public bool IsSyncFaulty
    {
        set => _files!.IsSyncFaulty = value;
    }

    public bool IsDeleteFaulty
    {
        set => _files!.IsDeleteFaulty = value;
    }

    /// <summary>What happens once, in the next sync.</summary>
    public Action OnSync
    {
        set => _files!.OnSync = value;
    }

    public string[] Files(string pattern) => [.. Directory.GetFiles(_folder.Path, pattern).Order(StringComparer.Ordinal)];

    public void Reopen(Action? meanwhile = null)
    {
        Journal.Close();
        meanwhile?.Invoke();
        Open();
    }

    public void Add(long key, string user = "user") => Queue.Add(new DeadLetter<long, Session>(
        key, new Session(user, 1), WriteKind.Upsert, key, 1, new DeadLetterError("type", "message"), DateTimeOffset.UnixEpoch));

    /// <summary>Does to a key's letters what a batch does that holds a newer write of it.</summary>
    public void Supersede(long key)
    {
        var batch = new FlushBatch<long, Session>(
            1, 3, new VersionSource(), static entries => new WriteBatch<long, Session>(LetterCache.Schema, Options, entries));
        batch.Begin(1, batch.Capacity);
        batch.Add(key, new Session("newer", 2), WriteKind.Upsert, 2, FlushPriority.Normal, 1, default);
        Queue.Supersede(batch, Journal.IsSame);
    }

    /// <summary>Replays a key's letter, and stores what it writes.</summary>
    public void Remove(long key)
    {
        var letter = Queue.ToArray().Single(letter => letter.Content.Key == key);
        Queue.BeginReplay(letter, isPinned: false);
        Queue.OnStored(key);
    }

    public void Dispose()
    {
        Journal.Close();
        _folder.Dispose();
    }

    private static MessagePackSerializerOptions Options => MessagePackSerializerOptions.Standard;

    private void Open()
    {
        Queue = new DeadLetterQueue<long, Session>(EqualityComparer<long>.Default, isJournaled: true);
        var codec = new DeadLetterCodec<long, Session>(new EntryCodec<long, Session>(LetterCache.Schema, Options));
        Journal = new DeadLetterJournal<long, Session>(Queue, codec, new DeadLetterAlert(Log, "letters"), Log, "letters");
        _files = new FaultyDirectory(_disk ?? (ISegmentDirectory)SegmentDirectory.Lock(_folder.Path));
        Journal.Open(_files);
    }
}

[WriteBackCache<long, Session>(Name = "letters")]
public sealed partial class LetterCache;
