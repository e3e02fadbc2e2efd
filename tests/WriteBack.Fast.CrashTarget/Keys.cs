namespace WriteBack.Fast.Tests.Crash;

/// <summary>Which keys there are. Each has one writer, so its writes have an order.</summary>
internal static class Keys
{
    public const int Writers = 6;

    public const int PerWriter = 40;

    public const int Count = Writers * PerWriter;

    public static int Of(int writer, int item) => writer * PerWriter + item;

    public static int WriterOf(int key) => key / PerWriter;
}
