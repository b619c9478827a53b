using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Tests that look at the memory of the process, which others would use meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
