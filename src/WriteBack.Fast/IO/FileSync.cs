using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WriteBack.Fast;

// The operating system is called directly: on Linux, .NET's FlushToDisk and Flush(true) ignore a failed sync.

/// <summary>Brings files to stable storage, or throws. Thread-safe.</summary>
internal static partial class FileSync
{
    // F_FULLFSYNC of fcntl(2) on macOS. It also flushes the drive's cache, which fsync on macOS does not.
    private const int FullSync = 51;

    private const int ReadOnly = 0;

    /// <summary>Brings a file's content to stable storage.</summary>
    /// <exception cref="IOException">The content may not be on stable storage.</exception>
    public static void Sync(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
            RandomAccess.FlushToDisk(file);
        else
            ThrowIfFailed(OperatingSystem.IsMacOS() ? Control(file, FullSync) : SyncData(file));
    }

    /// <summary>Brings the names of a directory's files to stable storage. Windows needs no call: its file system journals them.</summary>
    /// <exception cref="IOException">The names may not be on stable storage.</exception>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var directory = OpenFile(path, ReadOnly);
        ThrowIfFailed(directory.IsInvalid ? -1 : SyncAll(directory));
    }

    private static void ThrowIfFailed(int result)
    {
        if (result != 0)
        {
            var error = new Win32Exception(Marshal.GetLastPInvokeError());
            throw new IOException($"Bringing a file to stable storage failed: {error.Message}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int SyncData(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncAll(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenFile(string path, int flags);
}
