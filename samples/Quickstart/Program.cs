using System.CommandLine.Invocation;
using Quickstart;

var parsed = QuickstartCommand.Create().Parse(args);
if (parsed.Action is ParseErrorAction error)
{
    // Both go to standard output, which carries the answer only.
    error.ShowHelp = false;
    error.ShowTypoCorrections = false;
}

return await parsed.InvokeAsync();
