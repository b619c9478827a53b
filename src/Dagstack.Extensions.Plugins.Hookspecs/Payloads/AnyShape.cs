namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Any value: the schema says nothing of its type, or more than a type can say.</summary>
internal sealed record AnyShape : Shape;
