namespace Dagstack.Extensions.Shared;

/// <summary>A type whose values JSON does not have.</summary>
/// <param name="Found">What they are: "a stream, which is a live object".</param>
/// <param name="Advice">What to do, without a capital and a full stop.</param>
internal sealed record RefusedType(string Found, string Advice);
