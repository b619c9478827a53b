namespace Dagstack.Tool.Output;

/// <summary>The command line names what is not there, or what cannot be.</summary>
/// <param name="message">What is wrong, and what to do.</param>
internal sealed class WrongUseException(string message) : Exception(message);
