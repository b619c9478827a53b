using Dagstack.Extensions.Orchestration.PostgreSql.Connecting;
using Dagstack.Extensions.Orchestration.PostgreSql.Schema;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>What a unit shows of the moves that it has made.</summary>
internal sealed class MovedUnit
{
    public required string UnitId { get; init; }

    public required short State { get; init; }

    public required int Run { get; init; }

    public required long Epoch { get; init; }

    public required (int Run, UnitEndKind Kind)? LastEnd { get; init; }

    public bool IsOpen => State <= UnitRow.Queued;

    public static MovedUnit Read(NpgsqlDataReader row) => new()
    {
        UnitId = row.GetString(0),
        State = row.GetInt16(1),
        Run = row.GetInt32(2),
        Epoch = row.GetInt64(3),
        LastEnd = row.IsDBNull(4) ? null : (row.GetInt32(4), (UnitEndKind)row.GetInt16(5)),
    };

    public bool WasEndedBy(UnitEnd end) => LastEnd == (end.Run, end.Kind);

    public bool WasStartedBy(UnitStart start, UnitLease lease) => State == UnitRow.Running && Run == start.Run && Epoch == lease.Epoch;
}
