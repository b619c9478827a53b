namespace Dagstack.Extensions.Plugins.Json;

/// <summary>A converter of a type whose values JSON does not have.</summary>
internal interface IRefusal
{
    /// <summary>Gets what they are, and what to do.</summary>
    RefusedType Refused { get; }
}
