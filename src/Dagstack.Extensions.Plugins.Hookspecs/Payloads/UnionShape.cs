using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>What one of several schemas describes.</summary>
/// <param name="Options">The schemas, without that of null.</param>
internal sealed record UnionShape(IReadOnlyList<JsonElement> Options) : Shape;
