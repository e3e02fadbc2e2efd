namespace WriteBack.Fast;

/// <summary>A file of an <see cref="ISegmentDirectory"/>. Every failure is an exception. Not thread-safe.</summary>
internal interface ISegmentFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    /// <returns>The number of bytes read.</returns>
    int Read(Span<byte> buffer, long offset);

    void Write(ReadOnlySpan<byte> bytes, long offset);

    void SetLength(long length);

    /// <summary>Brings the file's content to stable storage.</summary>
    void Sync();
}
