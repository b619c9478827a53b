using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>The states of a unit of work. On the wire they are snake_case.</summary>
/// <remarks>See §9 of the plugin contract.</remarks>
[JsonConverter(typeof(JsonStringEnumConverter<UnitState>))]
public enum UnitState
{
    /// <summary>It waits: for its turn, for a retry, or for somebody who has its plugin.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>It runs.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It has ended well. Final.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>It has failed as often as it may. Final but for a backfill.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Somebody has cancelled it. Final but for a backfill.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Its turn came too late. Final but for a backfill.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,
}
