using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins;

/// <summary>How the types of the kind <c>tool</c> are written as JSON.</summary>
[JsonSerializable(typeof(IReadOnlyList<ToolSchema>))]
[JsonSerializable(typeof(ToolRequest))]
[JsonSerializable(typeof(ToolResult))]
internal sealed partial class ToolJson : JsonSerializerContext;
