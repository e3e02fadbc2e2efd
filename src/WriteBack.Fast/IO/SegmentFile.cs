using Microsoft.Win32.SafeHandles;

namespace WriteBack.Fast;

/// <summary>A file on disk.</summary>
/// <param name="handle">The open file, which the instance disposes of.</param>
internal sealed class SegmentFile(SafeFileHandle handle) : ISegmentFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> buffer, long offset)
    {
        int read = 0;
        while (read < buffer.Length)
        {
            int some = RandomAccess.Read(handle, buffer[read..], offset + read);
            if (some == 0)
                break;
            read += some;
        }

        return read;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Sync() => FileSync.Sync(handle);

    public void Dispose() => handle.Dispose();
}
