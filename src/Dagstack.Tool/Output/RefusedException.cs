namespace Dagstack.Tool.Output;

/// <summary>A plugin is not what it has to be, and nothing was done with it.</summary>
/// <param name="message">What is wrong with it, and what to do.</param>
internal sealed class RefusedException(string message) : Exception(message);
