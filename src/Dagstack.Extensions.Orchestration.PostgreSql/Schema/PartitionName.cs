namespace Dagstack.Extensions.Orchestration.PostgreSql.Schema;

/// <summary>The names of partitions, as all stores have them: units with a key share one, a unit without one has its own.</summary>
internal static class PartitionName
{
    private const string Keyed = "k:";
    private const string Own = "u:";

    /// <summary>Returns the partition of a unit.</summary>
    /// <param name="partitionKey">The partition as its caller named it; null for none.</param>
    /// <param name="unitId">The unit.</param>
    public static string Of(string? partitionKey, string unitId) => partitionKey is null ? Own + unitId : Keyed + partitionKey;

    /// <summary>Tells whether a partition is that of one unit, and goes with it.</summary>
    /// <param name="partition">The partition.</param>
    public static bool IsOwn(string partition) => partition.StartsWith(Own, StringComparison.Ordinal);
}
