using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Memory;

/// <summary>A unit of work in memory. It is touched under the store's lock only.</summary>
internal sealed class MemoryUnit
{
    /// <summary>Which unit of all this is, from the first that was taken in: it never changes.</summary>
    public required long Number { get; init; }

    /// <summary>Its place in its queue; another after a backfill.</summary>
    public required long Place { get; set; }

    public required NewUnit New { get; init; }

    public required string Partition { get; init; }

    public required DateTimeOffset EnqueuedAt { get; init; }

    public UnitState State { get; set; } = UnitState.Queued;

    public int Run { get; set; }

    /// <summary>The last run that has ended, and how: an end that is said again is known by it.</summary>
    public (int Run, UnitEndKind Kind)? LastEnd { get; set; }

    public int Failures { get; set; }

    public int Losses { get; set; }

    public bool IsLost { get; set; }

    public bool IsCancelling { get; set; }

    public bool Halts { get; set; }

    /// <summary>Whether it has halted its partition, and somebody has let the others go on.</summary>
    public bool HasLetGo { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? Node { get; set; }

    public string? Error { get; set; }

    public ReadOnlyMemory<byte>? Output { get; set; }

    public string? OutputHash { get; set; }

    public bool IsUnchanged { get; set; }

    public ReadOnlyMemory<byte>? Progress { get; set; }

    public SortedDictionary<string, byte[]> Checkpoints { get; } = new(StringComparer.Ordinal);

    public bool IsOpen => State is UnitState.Queued or UnitState.Running;

    /// <summary>Whether another unit with the same input would be this one.</summary>
    public bool HoldsInput => New is { IsUniqueByInput: true, InputHash: not null } && State is UnitState.Queued or UnitState.Running or UnitState.Succeeded;

    public required DateTimeOffset? ExpiresAt { get; set; }

    public OpenUnit ToOpen(DateTimeOffset now) => new()
    {
        UnitId = New.UnitId,
        Plugin = New.Plugin,
        Args = New.Args,
        PartitionKey = New.PartitionKey,
        Run = Run,
        Failures = Failures,
        Losses = Losses,
        IsRunning = State == UnitState.Running,
        IsLost = IsLost,
        IsCancelling = IsCancelling,
        DueIn = NotBefore > now ? NotBefore.Value - now : TimeSpan.Zero,
        ExpiresIn = ExpiresAt - now,
        Waited = now - EnqueuedAt,
        InputHash = New.InputHash,
        TraceParent = New.TraceParent,
        Metadata = New.Metadata,
    };

    public UnitDetails ToDetails() => new()
    {
        UnitId = New.UnitId,
        Plugin = PluginId.Parse(New.Plugin),
        State = State,
        PartitionKey = New.PartitionKey,
        IdempotencyKey = New.IdempotencyKey,
        Args = Read(New.Args),
        Output = Output is { } output ? Read(output) : null,
        IsUnchanged = IsUnchanged,
        Progress = Progress is { } progress ? Read(progress) : null,
        Error = Error,
        Failures = Failures,
        Losses = Losses,
        HaltsPartition = Halts,
        IsCancelling = IsCancelling && State == UnitState.Running,
        Node = Node,
        EnqueuedAt = EnqueuedAt,
        NotBefore = State == UnitState.Queued ? NotBefore : null,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
    };

    private static JsonElement Read(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        return JsonElement.ParseValue(ref reader);
    }
}
