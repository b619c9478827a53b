namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Nothing more can be read of a file; why is among its problems.</summary>
internal sealed class SpecUnreadableException : Exception;
