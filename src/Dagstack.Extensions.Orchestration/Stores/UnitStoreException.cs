namespace Dagstack.Extensions.Orchestration;

/// <summary>A store of units of work cannot be used as it is: nothing gets better by waiting.</summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="innerException">What is behind it.</param>
public class UnitStoreException(string message, Exception? innerException = null) : Plugins.PluginRegistryException(message, innerException);
