using System.Runtime.InteropServices;

namespace WriteBack.Fast.Tests;

/// <summary>What a disk is asked to do that may fail.</summary>
internal enum DiskOperation
{
    Create,
    Write,
    SetLength,
    Sync,
    Rename,
    Delete,
    SyncNames,
}

/// <summary>
/// A disk in memory that keeps every operation, so that what a power loss at any moment may leave can be made of them,
/// and that can fail at any of them. It renames no file that is open, as Windows does not. Thread-safe as far as a log needs it.
/// </summary>
internal sealed class MemoryDisk : ISegmentDirectory
{
    private const int SectorSize = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, MemoryFile> _files = [];
    private readonly List<Entry> _entries = [];

    /// <summary>Decides, by its number and kind, whether an operation fails, and how. May do part of it first.</summary>
    public Func<int, DiskOperation, Exception?>? Fault { get; set; }

    /// <summary>Whether a write that fails has written half of its bytes.</summary>
    public bool WritesShort { get; set; }

    /// <summary>Called before each operation, outside of any lock.</summary>
    public Action<int, DiskOperation>? Before { get; set; }

    public string Path => "memory";

    public int Operations
    {
        get
        {
            lock (_lock)
                return _entries.Count;
        }
    }

    public DiskOperation this[int operation] => _entries[operation].Kind;

    public IReadOnlyList<string> Files()
    {
        lock (_lock)
            return [.. _files.Keys];
    }

    /// <summary>The bytes of a file, to be looked at or spoilt.</summary>
    public byte[] this[string name]
    {
        get
        {
            lock (_lock)
                return [.. _files[name].Bytes];
        }

        set
        {
            lock (_lock)
                _files[name] = new MemoryFile(this) { Bytes = [.. value] };
        }
    }

    public ISegmentFile Open(string name)
    {
        lock (_lock)
            return _files.TryGetValue(name, out var file) ? file.Opened() : throw new FileNotFoundException(name);
    }

    public ISegmentFile Create(string name)
    {
        var file = new MemoryFile(this);
        Do(DiskOperation.Create, new Entry(DiskOperation.Create, File: file, Name: name), () => _files[name] = file);
        return file.Opened();
    }

    public void Rename(string from, string to) => Do(
        DiskOperation.Rename, new Entry(DiskOperation.Rename, Name: from, To: to), () =>
        {
            if (_files[from].Handles > 0)
                throw new IOException($"'{from}' is open.");
            _files[to] = _files[from];
            _files.Remove(from);
        });

    public void Delete(string name) =>
        Do(DiskOperation.Delete, new Entry(DiskOperation.Delete, Name: name), () => _files.Remove(name));

    public void Sync() => Do(DiskOperation.SyncNames, new Entry(DiskOperation.SyncNames), static () => { });

    public void Dispose()
    {
        // What a process leaves is there for the next.
    }

    /// <summary>Makes a file that survives a power loss.</summary>
    public void Keep(string name, byte[] bytes)
    {
        using (var file = Create(name))
        {
            file.Write(bytes, 0);
            file.Sync();
        }

        Sync();
    }

    /// <summary>A disk with the same files.</summary>
    public MemoryDisk Copy()
    {
        var copy = new MemoryDisk();
        lock (_lock)
        {
            foreach (var (name, file) in _files)
                copy[name] = [.. file.Bytes];
        }

        return copy;
    }

    /// <summary>
    /// What may be left after a power loss: all that was synced before some operation, of the names that were not any
    /// first part, and of the bytes that were not any sectors.
    /// </summary>
    public MemoryDisk AfterPowerLoss(int operations, Random random)
    {
        Dictionary<MemoryFile, List<byte>> contents = [];
        Dictionary<string, MemoryFile> names = [];
        var done = _entries[..operations];
        int namesSynced = done.FindLastIndex(static entry => entry.Kind == DiskOperation.SyncNames);
        int[] nameChanges = [.. Enumerable.Range(0, done.Count).Where(index => IsNameChange(done[index].Kind) && index > namesSynced)];
        int namesKept = nameChanges.Length == 0 ? 0 : random.Next(nameChanges.Length + 1);
        int namesEnd = namesKept == nameChanges.Length ? done.Count : nameChanges[namesKept];
        for (int index = 0; index < done.Count; index++)
        {
            var entry = done[index];
            if (IsNameChange(entry.Kind))
            {
                if (index < namesEnd)
                    Apply(entry, names);
                continue;
            }

            if (entry.Kind is DiskOperation.SyncNames or DiskOperation.Sync)
                continue;
            var content = contents.TryGetValue(entry.File!, out var bytes) ? bytes : contents[entry.File!] = [];
            bool isSynced = done.FindIndex(index, later => later.Kind == DiskOperation.Sync && later.File == entry.File) >= 0;
            if (entry.Kind == DiskOperation.SetLength)
                Resize(content, (int)entry.Offset);
            else
                Write(content, entry, sector => isSynced || random.Next(2) == 0);
        }

        var left = new MemoryDisk();
        foreach (var (name, file) in names)
            left[name] = contents.TryGetValue(file, out var bytes) ? [.. bytes] : [];
        return left;
    }

    private static bool IsNameChange(DiskOperation kind) => kind is DiskOperation.Create or DiskOperation.Rename or DiskOperation.Delete;

    private static void Apply(Entry entry, Dictionary<string, MemoryFile> names)
    {
        if (entry.Kind == DiskOperation.Create)
            names[entry.Name!] = entry.File!;
        else if (names.Remove(entry.Name!, out var file) && entry.Kind == DiskOperation.Rename)
            names[entry.To!] = file;
    }

    private static void Resize(List<byte> content, int length)
    {
        if (content.Count > length)
            content.RemoveRange(length, content.Count - length);
        else
            content.AddRange(new byte[length - content.Count]);
    }

    private static void Write(List<byte> content, Entry entry, Predicate<long> keepsSector)
    {
        // The length is metadata of its own: kept with the first of the sectors beyond it.
        for (long at = entry.Offset; at < entry.Offset + entry.Bytes!.Length;)
        {
            long end = Math.Min(entry.Offset + entry.Bytes.Length, (at / SectorSize + 1) * SectorSize);
            if (keepsSector(at / SectorSize))
            {
                if (content.Count < end)
                    Resize(content, (int)end);
                entry.Bytes.AsSpan((int)(at - entry.Offset), (int)(end - at)).CopyTo(CollectionsMarshal.AsSpan(content)[(int)at..]);
            }

            at = end;
        }
    }

    private void Do(DiskOperation kind, Entry entry, Action apply)
    {
        Before?.Invoke(Operations, kind);
        lock (_lock)
        {
            var fault = Fault?.Invoke(_entries.Count, kind);
            if (fault is not null)
            {
                _entries.Add(new Entry(DiskOperation.Sync));
                throw fault;
            }

            _entries.Add(entry);
            apply();
        }
    }

    private sealed record Entry(
        DiskOperation Kind, MemoryFile? File = null, string? Name = null, string? To = null, long Offset = 0, byte[]? Bytes = null);

    private sealed class MemoryFile(MemoryDisk disk) : ISegmentFile
    {
        public List<byte> Bytes { get; set; } = [];

        /// <summary>How often it is open.</summary>
        public int Handles { get; private set; }

        public long Length
        {
            get
            {
                lock (disk._lock)
                    return Bytes.Count;
            }
        }

        public int Read(Span<byte> buffer, long offset)
        {
            lock (disk._lock)
            {
                int count = (int)Math.Clamp(Bytes.Count - offset, 0, buffer.Length);
                CollectionsMarshal.AsSpan(Bytes).Slice((int)offset, count).CopyTo(buffer);
                return count;
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            byte[] kept = bytes.ToArray();
            try
            {
                disk.Do(DiskOperation.Write, new Entry(DiskOperation.Write, this, Offset: offset, Bytes: kept), () => Put(kept, offset));
            }
            catch (Exception) when (disk.WritesShort)
            {
                lock (disk._lock)
                    Put(kept[..(kept.Length / 2)], offset);
                throw;
            }
        }

        public void SetLength(long length) => disk.Do(
            DiskOperation.SetLength, new Entry(DiskOperation.SetLength, this, Offset: length), () => Resize(Bytes, (int)length));

        public void Sync() => disk.Do(DiskOperation.Sync, new Entry(DiskOperation.Sync, this), static () => { });

        public MemoryFile Opened()
        {
            Handles++;
            return this;
        }

        public void Dispose() => Handles--;

        private void Put(byte[] bytes, long offset)
        {
            if (Bytes.Count < offset + bytes.Length)
                Resize(Bytes, (int)(offset + bytes.Length));
            bytes.CopyTo(CollectionsMarshal.AsSpan(Bytes)[(int)offset..]);
        }
    }
}
