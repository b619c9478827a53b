using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>How the types of the kind <c>orchestrator</c> are written as JSON.</summary>
[JsonSerializable(typeof(EnqueueRequest))]
[JsonSerializable(typeof(EnqueueResult))]
[JsonSerializable(typeof(StatusRequest))]
[JsonSerializable(typeof(UnitStatus))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(BackfillResult))]
internal sealed partial class OrchestratorJson : JsonSerializerContext;
