using System.Text.Json;
using System.Text.Json.Serialization;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Units;

/// <summary>One unit of work with what it works on, where the host shows that.</summary>
internal sealed record WireReport(WireUnit Unit, JsonElement? Args = null, JsonElement? Output = null, JsonElement? Progress = null);

/// <summary>A page of units, and how many there are.</summary>
internal sealed record WireList(IReadOnlyList<WireCount> Plugins, IReadOnlyList<WireUnit> Units, string? Next = null);

/// <summary>How many units a plugin has.</summary>
internal sealed record WireCount(string Plugin, long Queued, long Running, long Succeeded, long Failed, long Cancelled, long Expired, DateTimeOffset? OldestQueued = null);

/// <summary>What is wrong.</summary>
internal sealed record WireProblem(string? Type = null, string? Title = null, string? Detail = null);

/// <summary>A unit that is to be taken in.</summary>
internal sealed record WireEnqueue(string PluginName, JsonElement Args, string? IdempotencyKey, string? PartitionKey, double? ExpiresAfterSec);

/// <summary>How answers of a host are read.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WireReport))]
[JsonSerializable(typeof(WireList))]
[JsonSerializable(typeof(WireProblem))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>How requests are written, and their answers read: as the kind <c>orchestrator</c> has them.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WireEnqueue))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(BackfillResult))]
[JsonSerializable(typeof(EnqueueResult))]
internal sealed partial class WireRequestJson : JsonSerializerContext;
