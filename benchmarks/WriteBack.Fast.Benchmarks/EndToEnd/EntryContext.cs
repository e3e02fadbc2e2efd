using Microsoft.EntityFrameworkCore;

namespace WriteBack.Fast.Benchmarks.EndToEnd;

/// <summary>The table of <see cref="SqliteFile"/>, for EF Core.</summary>
internal sealed class EntryContext(DbContextOptions<EntryContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var row = modelBuilder.Entity<EntryRow>().ToTable("entry");
        row.HasKey(static entry => new { entry.Tenant, entry.Id });
        foreach (var property in row.Metadata.GetProperties())
        {
            property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            property.SetColumnName(property.Name.ToLowerInvariant());
        }
    }
}

internal sealed class EntryRow
{
    public long Tenant { get; set; }

    public long Id { get; set; }

    public long Score { get; set; }

    public long Level { get; set; }

    public double X { get; set; }

    public double Y { get; set; }
}
