namespace Dagstack.Extensions.Orchestration;

/// <summary>A store of units of work is out for the moment. The same may be tried again.</summary>
/// <param name="message">What is wrong, and where.</param>
/// <param name="innerException">What is behind it.</param>
public sealed class UnitStoreUnavailableException(string message, Exception? innerException = null) : UnitStoreException(message, innerException);
