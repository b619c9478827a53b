namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>What is wrong with an instruction.</summary>
/// <param name="Message">What it does, as a sentence without its subject: "reads the time of the machine".</param>
/// <param name="Remedy">What to do, as sentences.</param>
internal sealed record IlComplaint(string Message, string Remedy);
