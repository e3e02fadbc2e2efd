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
    public unsafe void Arrays_made_together_do_not_overlap_and_are_large_enough_for_huge_pages()
    {
        var arrays = SlotArray<long, Quad>.MakeMany(16, 5_001);
        for (int array = 0; array < arrays.Length; array++)
        {
            Assert.Equal(0, (nint)Unsafe.AsPointer(ref arrays[array][0]) % AlignedMemory.CacheLine);
            for (uint index = 0; index < 5_001; index++)
                arrays[array][index].Value = Quad.Of(array * 10_000 + (int)index);
        }

        for (int array = 0; array < arrays.Length; array++)
        {
            for (uint index = 0; index < 5_001; index++)
                Assert.Equal(Quad.Of(array * 10_000 + (int)index), arrays[array][index].Value);
        }

        GC.KeepAlive(arrays);
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
