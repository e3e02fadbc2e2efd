using System.Runtime.CompilerServices;

namespace WriteBack.Fast.Tests.Cache;

public class SlotArrayTests
{
    [Fact]
    public unsafe void Slots_without_references_begin_on_a_cache_line_and_do_not_overlap()
    {
        var slots = new SlotArray<long, Quad>(100);
        Assert.Equal(0, (nint)Unsafe.AsPointer(ref slots[0]) % AlignedMemory.CacheLine);
        for (uint index = 0; index < 100; index++)
            slots[index].Value = Quad.Of((int)index);
        for (uint index = 0; index < 100; index++)
            Assert.Equal(Quad.Of((int)index), slots[index].Value);
    }

    [Fact]
    public void Parts_are_the_slots_of_the_whole()
    {
        AssertParts(new SlotArray<long, Quad>(35), static number => Quad.Of(number));
        AssertParts(new SlotArray<long, Session>(35), static number => new Session($"user {number}", number));

        static void AssertParts<TValue>(SlotArray<long, TValue> all, Func<int, TValue> make)
            where TValue : notnull
        {
            for (uint position = 0; position < 35; position++)
                all[position].Value = make((int)position);
            for (uint part = 0; part < 5; part++)
            {
                var slots = all.Part(part * 7, 7);
                Assert.Equal(7u, slots.Length);
                for (uint index = 0; index < 7; index++)
                    Assert.Equal(make((int)(part * 7 + index)), slots[index].Value);
            }
        }
    }

    [Fact]
    public void An_entry_of_48_bytes_takes_one_cache_line() =>
        Assert.Equal(AlignedMemory.CacheLine, SlotArray<(long, long), Quad>.Stride);

    [Fact]
    public void Slots_with_references_keep_them_alive_and_apart()
    {
        var slots = new SlotArray<SessionKey, Session>(50);
        for (uint index = 0; index < 50; index++)
            slots[index].Value = new Session($"user {index}", (int)index);
        GC.Collect();
        for (uint index = 0; index < 50; index++)
            Assert.Equal(new Session($"user {index}", (int)index), slots[index].Value);
    }
}
