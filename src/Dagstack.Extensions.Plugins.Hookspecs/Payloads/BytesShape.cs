namespace Dagstack.Extensions.Plugins.Hookspecs.Payloads;

/// <summary>Bytes, as a text in base64.</summary>
internal sealed record BytesShape : Shape;
