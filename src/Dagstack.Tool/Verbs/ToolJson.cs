using System.Text.Json.Serialization;

namespace Dagstack.Tool.Verbs;

/// <summary>What <c>--json</c> prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ValidateReport))]
[JsonSerializable(typeof(ListReport))]
[JsonSerializable(typeof(InspectReport))]
internal sealed partial class ToolJson : JsonSerializerContext;
