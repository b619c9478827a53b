using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Configuration.Diagnostics;

/// <summary>A provider of configuration that takes the host's logs when they are there.</summary>
internal interface IHostLogged
{
    void UseHostLogger(ILogger logger);
}
