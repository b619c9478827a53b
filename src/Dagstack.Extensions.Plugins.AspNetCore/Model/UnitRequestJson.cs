using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>How requests about units of work are read: a key that is spelled wrongly is an error, since what it says would be passed over.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(UnitRequest))]
[JsonSerializable(typeof(BackfillRequest))]
[JsonSerializable(typeof(EnqueueResult))]
[JsonSerializable(typeof(BackfillResult))]
internal sealed partial class UnitRequestJson : JsonSerializerContext;
